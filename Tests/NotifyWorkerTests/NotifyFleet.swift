import FleetTestSupport
import Testing

/// Notifications from the request to the other side.
@Suite("A fleet that notifies", FleetScope<NotifyEnvironment>(), .logs(of: NotifyEnvironment.self))
enum NotifyFleet {}
