import Testing

/// The promises, under load and under fire. One after the other: each has the machine for itself.
@Suite("Drills", .serialized) enum Drills {}
