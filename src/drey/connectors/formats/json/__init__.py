"""The ``json`` format: one object per line."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.format import DecodingFormat, EncodingFormat, FormatFactory, FormatSpec
from drey.connectors.formats.json import options as json_options
from drey.connectors.formats.json.decoder import JsonDecodingFormat
from drey.connectors.formats.json.encoder import JsonEncodingFormat


class JsonFormatFactory(FormatFactory):
    """``'format' = 'json'``."""

    identifier = "json"
    optional = json_options.ALL

    def validate(self, options: Mapping[str, str]) -> None:
        super().validate(options)
        json_options.JsonOptions.of(options)

    def decoding(self, spec: FormatSpec) -> DecodingFormat:
        return JsonDecodingFormat(spec)

    def encoding(self, spec: FormatSpec) -> EncodingFormat:
        return JsonEncodingFormat(spec)
