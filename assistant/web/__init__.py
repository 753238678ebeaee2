"""The page in which to ask: chat, source panel and library, and the same as an API. Gradio is imported only here."""
