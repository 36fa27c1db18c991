import Foundation

/// What a schedule of the fleet may be called, through the API as by command. Such names stand in metrics, so they are
/// short and plain; and a name that looked like an id could not be asked for.
public enum ScheduleName {
    public static let expected: String = "1 to 63 of a-z, 0-9, point, dash and underscore, and no id"

    public static func isPlain(_ name: String) -> Bool {
        name.wholeMatch(of: #/[a-z0-9][a-z0-9._-]{0,62}/#) != nil && !isID(name)
    }

    public static func isID(_ name: String) -> Bool { UUID(uuidString: name) != nil }
}
