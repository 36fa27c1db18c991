import JSON

/// The types of JSON Schema.
enum JSONType: String, CaseIterable {
    case null, boolean, integer, number, string, array, object

    func contains(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string), (.array, .array),
            (.object, .object):
            true
        case (.integer, .number(let number)): ExactNumber(number).isWhole
        default: false
        }
    }
}
