"""Sending a certificate oneself: whom it is for, check, sent."""
