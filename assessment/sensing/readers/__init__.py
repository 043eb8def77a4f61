"""Readers of CSI recordings; `csi_read` finds out which one a file needs."""

from assessment.sensing.readers.choose import csi_read

__all__ = ["csi_read"]
