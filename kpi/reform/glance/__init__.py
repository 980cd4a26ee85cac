"""The province at a glance: indicators against targets, the plan against time, who must act."""
