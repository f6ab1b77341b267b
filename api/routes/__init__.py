"""The routes, one module a resource, each a `router`."""
