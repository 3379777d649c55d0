"""The contact list: whom to call, by body, with the date a number was last verified. No clock, no screen."""
