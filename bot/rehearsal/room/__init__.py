"""The rehearsal room: a page on this computer to try a circle in, with the real bot in a simulated Discord.

`open_room` in `starting` starts it. The page itself is in `static/`; how it and the server talk is in `server`.
"""
