"""The cards of `/privacy`. Only the person they are about sees them."""
