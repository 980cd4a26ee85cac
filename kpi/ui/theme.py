"""A sober, warm, official look: a little CSS over the colours of .streamlit/config.toml."""

import json

import streamlit as st

from kpi.ui.words import _

CSS = """
<style>
[data-testid="stMainBlockContainer"] { max-width: 1200px; padding-top: 3.4rem; padding-bottom: 3rem; }
h1 { font-size: 1.75rem !important; font-weight: 650 !important; padding: 0.4rem 0 0.5rem !important; }
h2 { font-size: 1.3rem !important; font-weight: 620 !important; }
h3 { font-size: 1.08rem !important; font-weight: 620 !important; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: #565C68 !important; opacity: 1; }
[data-testid="InputInstructions"] { display: none; }
.st-key-kpi_header { border-bottom: 2px solid #9B1C1C; padding-bottom: 0.45rem; margin-bottom: 0.2rem; }
.kpi-name { line-height: 1.3; }
.kpi-name b { font-size: 1.02rem; color: #9B1C1C; }
.kpi-name span { display: block; color: #565C68; font-size: 0.86rem; }
.kpi-demo { background: #FFF6E0; border: 1px solid #E8D3A0; border-radius: 0.4rem; color: #5C4710;
  font-size: 0.86rem; padding: 0.3rem 0.7rem; }
.kpi-fore { text-align: center; padding: 1.2rem 0 0.6rem; }
.kpi-fore small { letter-spacing: 0.06em; text-transform: uppercase; color: #565C68; font-size: 0.85rem; }
.kpi-fore div { font-size: 1.55rem; font-weight: 650; color: #9B1C1C; line-height: 1.25; margin: 0.35rem 0; }
.kpi-fore p { color: #565C68; margin: 0; }
.st-key-sign_in [data-testid="stForm"] { background: #FFFFFF; box-shadow: 0 1px 6px rgba(31, 36, 48, 0.09); }
.st-key-sign_in button[kind="secondaryFormSubmit"], .st-key-sign_in [data-testid="stFormSubmitButton"] button {
  width: 100%; background: #9B1C1C; border-color: #9B1C1C; color: #FFFFFF; }
.st-key-sign_in [data-testid="stFormSubmitButton"], .st-key-sign_in [data-testid="stFormSubmitButton"] > div,
.st-key-sign_in [data-testid="stElementContainer"]:has([data-testid="stFormSubmitButton"]) { width: 100% !important; }
.st-key-sign_in [data-testid="stFormSubmitButton"] button:hover { background: #7D1515; color: #FFFFFF; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 0.9rem; padding-right: 0.9rem; padding-top: 4.2rem; }
  h1 { font-size: 1.4rem !important; }
  .kpi-name span { font-size: 0.8rem; }
  .kpi-fore div { font-size: 1.3rem; }
}
@media (hover: none) { /* a table's tools are always in sight there: leave them room above the table */
  [data-testid="stElementContainer"]:has([data-testid="stElementToolbar"]) { margin-top: 1.9rem; }
}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stElementToolbar"],
  .st-key-kpi_header [data-testid="stPopover"], [data-testid="stButton"], [data-testid="stDownloadButton"],
  [data-testid="stToast"] { display: none !important; }
  [data-testid="stMainBlockContainer"] { max-width: none; padding: 0; }
  [data-testid="stApp"], [data-testid="stMain"] { position: static !important; overflow: visible !important;
    height: auto !important; }
}
</style>
"""


# Streamlit speaks English on its upload field and offers no other way to its words.
UPLOAD = """
<style>
[data-testid="stFileUploaderDropzone"] button[data-testid="stBaseButton-secondary"] p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button[data-testid="stBaseButton-secondary"] p::after {{
  content: {button}; font-size: 0.9rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: {beside}; font-size: 0.85rem; }}
</style>
"""


def apply() -> None:
    """Put the look on this page."""
    beside = _("or drop it here, up to {size} MB", size=st.get_option("server.maxUploadSize"))
    st.html(CSS + UPLOAD.format(button=_quoted(_("Choose a file")), beside=_quoted(beside)))


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
