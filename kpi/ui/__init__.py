"""The screens: the only package, with pages/, that knows Streamlit."""
