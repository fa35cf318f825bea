"""The Qt machinery of the window; knows no subject."""
