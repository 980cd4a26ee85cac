"""The month's reform report for the province, as Word and as Excel, from what is confirmed."""
