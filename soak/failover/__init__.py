"""
Clusters with several copies that lose pods, machines and disks under load: nothing acknowledged is lost, and how long
clients could not read or write.
"""
