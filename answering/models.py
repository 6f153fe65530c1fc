"""Makes the chat model that the settings name, with what its provider needs."""

from __future__ import annotations

import math
import os
from typing import Any

from answering.reply import SCHEMA
from answering.writer import ChatWriter
from errors import SettingsError

PACKAGES = {
    "openai": "langchain-openai",
    "ollama": "langchain-ollama",
    "anthropic": "langchain-anthropic",
    "mistralai": "langchain-mistralai",
}
KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
}
"""The variables that the providers' packages read their keys from."""
_JSON_SCHEMA = {
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
    }
}
# How each provider is asked to keep to the schema; elsewhere the reply is read tolerantly.
_STRUCTURED: dict[str, dict[str, Any]] = {
    "openai": _JSON_SCHEMA,
    "mistralai": _JSON_SCHEMA,
    "anthropic": _JSON_SCHEMA,
    "ollama": {"format": SCHEMA},
}


def chat_writer(name: str, *, timeout: float, base_url: str | None = None) -> ChatWriter:
    """A writer with the model `provider:model`; SettingsError says what is missing or wrong.

    `base_url` is the address of an OpenAI-compatible or Ollama server, or of a gateway. Retries are
    switched off: they would outlast the time-out. No message repeats what the provider's package
    says, since that may hold a key.
    """
    from langchain.chat_models import init_chat_model

    provider = name.split(":", 1)[0] if ":" in name else ""
    try:
        model = init_chat_model(name, **_options(provider, timeout, base_url))
    except ImportError:
        package = PACKAGES.get(provider)
        mend = (
            "run `.venv/bin/pip install -r requirements-llm.txt`"
            if package
            else f"choose one of {', '.join(PACKAGES)}, or install its LangChain package"
        )
        raise SettingsError(f"DEPECHE_CHAT_MODEL={name} needs a package; {mend}") from None
    except Exception as error:  # each package has exceptions of its own
        raise SettingsError(
            f"DEPECHE_CHAT_MODEL={name} cannot be used ({type(error).__name__}); write "
            f"`provider:model` with a provider of {', '.join(PACKAGES)}, and set the key of the "
            "provider in its own variable, such as OPENAI_API_KEY"
        ) from None
    return ChatWriter(model, timeout=timeout, structured=_STRUCTURED.get(provider))


def _options(provider: str, timeout: float, base_url: str | None) -> dict[str, Any]:
    # Models that reason turn a temperature down; elsewhere 0 makes answers repeatable.
    reasons = provider == "anthropic" or (provider == "openai" and not base_url)
    options: dict[str, Any] = {} if reasons else {"temperature": 0}
    if base_url:
        options["base_url"] = base_url
    if provider == "ollama":
        return options | {"client_kwargs": {"timeout": timeout}}
    if provider in PACKAGES:
        # Mistral's package takes whole seconds alone; the writer keeps the real time-out.
        seconds = math.ceil(timeout) if provider == "mistralai" else timeout
        options |= {"timeout": seconds, "max_retries": 0}
    if provider == "openai" and base_url and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # servers of one's own mostly ask for no key
    return options
