@_spi(Reflection) import Swift

/// The stored properties of a structure, found without a value of it.
enum StoredProperties {
    /// In the order in which they are declared; a wrapped property has its own name and the wrapper's type.
    static func of(_ type: Any.Type) -> [(name: String, type: Any.Type)] {
        var found: [(name: String, type: Any.Type)] = []
        _ = _forEachField(of: type) { name, _, type, _ in
            let name = String(cString: name)
            found.append((name.hasPrefix("_") ? String(name.dropFirst()) : name, type))
            return true
        }
        return found
    }
}
