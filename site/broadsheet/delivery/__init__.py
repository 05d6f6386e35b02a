"""Bytes out: security headers, the guard on every POST, static files, error pages, health, the server."""
