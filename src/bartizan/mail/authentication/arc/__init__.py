"""ARC (RFC 8617): what forwarders found, sealed so that later hops may believe them."""
