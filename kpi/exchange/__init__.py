"""Tables in and out: spreadsheets people keep, official forms, feeds of other systems."""
