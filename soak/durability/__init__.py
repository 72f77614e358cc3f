"""
Kills and power cuts under load, and the proof that nothing acknowledged is lost by them.

ledger: what clients were told (pure). writers: the load. check: the node's content against the ledgers. targets: what
is killed, a process or a pod. disk: a file system whose power can be cut. rounds: the order of work. report: Markdown.
"""
