/// The values of a route's `{name}` segments.
public struct PathParameters: Sendable, Hashable {
    private var names: [String] = []
    private var values: [String] = []

    init() {}

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    public subscript(name: String) -> String? {
        names.firstIndex(of: name).map { values[$0] }
    }
}
