"""The application, as Streamlit starts it: `python cli.py serve`, or `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from ui import shell

st.set_page_config(
    page_icon=str(Path(__file__).parent / "ui" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
shell.run()
