"""A page reduced to its Streamlit calls."""
