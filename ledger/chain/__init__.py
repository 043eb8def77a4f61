"""Chains that hold anchors: an in-process EVM and any JSON-RPC node, behind one port.

web3, py-evm and eth-account are imported inside the functions that need them, so that importing
this package costs nothing: the web process reads heads through it and must start fast.
"""
