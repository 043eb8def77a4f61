"""The report record, its JSON schema and its sentences."""

from assessment.report.record import SCHEMA_ID, Report, report_build
from assessment.report.schema import report_schema

__all__ = ["SCHEMA_ID", "Report", "report_build", "report_schema"]
