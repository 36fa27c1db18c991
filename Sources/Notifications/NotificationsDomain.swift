public import Assembly

/// What people and programs are to learn, by every channel, each once.
public enum NotificationsDomain: FleetDomain {
    public static let name = "notifications"
}
