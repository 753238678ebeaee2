"""The look of the page: one calm theme, light and dark, with the system's own fonts."""

from __future__ import annotations

from importlib.resources import files

import gradio as gr
from gradio.themes.utils.colors import Color

__all__ = ["css", "script", "theme"]

# A warm paper grey and a deep blue-green, chosen for contrast of at least 4.5 both ways.
_PAPER = Color(
    name="paper",
    c50="#fbfaf7", c100="#f4f2ec", c200="#e6e3da", c300="#d3cfc3", c400="#a8a499", c500="#7b7970",
    c600="#5a5952", c700="#3f3f3b", c800="#262829", c900="#1b1e20", c950="#131517",
)  # fmt: skip
_INK = Color(
    name="ink",
    c50="#eef5f8", c100="#d9e9f0", c200="#b5d3e0", c300="#86b8cd", c400="#5598b4", c500="#357c9a",
    c600="#1f637f", c700="#1b5169", c800="#184357", c900="#153848", c950="#0d2430",
)  # fmt: skip


_STATIC = files("assistant.web") / "static"


def theme() -> gr.themes.Base:
    """The theme that Gradio's own parts are drawn with."""
    base = gr.themes.Base(
        primary_hue=_INK,
        secondary_hue=_INK,
        neutral_hue=_PAPER,
        radius_size=gr.themes.sizes.radius_md,
        spacing_size=gr.themes.sizes.spacing_md,
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    )
    base.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_900",
        background_fill_primary="*neutral_50",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_100",
        background_fill_secondary_dark="#22262a",
        body_text_color="#1f2324",
        body_text_color_dark="#e6e3da",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_background_fill="*neutral_50",
        block_background_fill_dark="*neutral_900",
        block_border_width="0px",
        block_shadow="none",
        block_label_text_color="*neutral_600",
        block_label_text_color_dark="*neutral_400",
        border_color_primary="*neutral_200",
        border_color_primary_dark="#34373a",
        input_background_fill="#ffffff",
        input_background_fill_dark="#22262a",
        input_border_color="*neutral_300",
        input_border_color_dark="#3c4146",
        input_border_color_focus="*primary_500",
        input_border_color_focus_dark="*primary_300",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="#3c4146",
        link_text_color="*primary_600",
        link_text_color_dark="*primary_300",
    )
    return base


def css() -> str:
    """The page's own style sheet. It goes into the head: as Gradio's `css` it would be scoped and come late."""
    sheets = sorted(f.name for f in _STATIC.iterdir() if f.name.endswith(".css"))
    return "\n".join(_static(name) for name in sheets)


def script() -> str:
    """The page's own script, run when the source panel is drawn."""
    return "".join(map(_static, ("login.js", "page.js", "history.js", "staying.js")))


def _static(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
