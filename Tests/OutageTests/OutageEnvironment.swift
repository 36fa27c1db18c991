import FleetTestSupport
import Testing

/// Servers that answer wrongly, or not: what is wrong is named, in the same words everywhere, and work that can go on does.
@Suite("What is wrong is said") enum Outages {}
