/** Before anything is drawn: the look that somebody chose here last. Everything else is a module, and comes later. */

try {
  const look = localStorage.getItem("look");
  if (look) document.documentElement.dataset.look = look;
} catch {
  // A browser that keeps nothing shows the system's look.
}
