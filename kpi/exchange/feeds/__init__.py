"""Reading other systems' exports by their saved mapping: every row judged before anything is saved."""
