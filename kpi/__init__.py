"""Public-service work records, scores by the law in force, and staffing, for a Vietnamese province."""
