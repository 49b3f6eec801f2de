"""Who is heard in a room: what the talking piece asks for, compared with what Discord says, and set right."""
