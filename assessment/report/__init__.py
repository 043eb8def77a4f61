"""The report record, its JSON schema and its sentences."""

from assessment.report.record import SCHEMA_ID, ModelRecord, Report, Tracking, report_build
from assessment.report.schema import report_schema

__all__ = [
    "SCHEMA_ID",
    "ModelRecord",
    "Report",
    "Tracking",
    "report_build",
    "report_schema",
]
