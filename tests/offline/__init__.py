"""Nothing leaves the machine: the guard, the self-test, the switches, and the system's own record of connections."""
