"""The ``csv`` format (RFC 4180 as Jackson reads and writes it)."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.format import DecodingFormat, EncodingFormat, FormatFactory, FormatSpec
from drey.connectors.formats.csv import options as csv_options
from drey.connectors.formats.csv.decoder import CsvDecodingFormat
from drey.connectors.formats.csv.encoder import CsvEncodingFormat


class CsvFormatFactory(FormatFactory):
    """``'format' = 'csv'``."""

    identifier = "csv"
    optional = csv_options.ALL

    def validate(self, options: Mapping[str, str]) -> None:
        super().validate(options)
        csv_options.CsvOptions.of(options)

    def decoding(self, spec: FormatSpec) -> DecodingFormat:
        return CsvDecodingFormat(spec)

    def encoding(self, spec: FormatSpec) -> EncodingFormat:
        return CsvEncodingFormat(spec)
