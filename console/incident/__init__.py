"""Events: what is recorded, what the record means, what may be done next. Pure: no clock, no disk, no chance."""
