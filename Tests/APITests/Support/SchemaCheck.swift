import Foundation
import JSON

/// Whether a value is what a schema of a document describes: of JSON Schema 2020-12 what the document uses.
struct SchemaCheck {
    let document: JSONValue
    /// Whether a member that is not spoken of is a mistake, where the schema leaves that open.
    let isStrict: Bool

    func target(of reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(Optional(document)) { $0?[String($1)] }
    }

    func complaints(of value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
        var found = own(value, schema, at: place)
        if isStrict, case .object(let members) = value, let known = known(by: schema) {
            found += members.names.filter { !known.contains($0) }.map { "\(place)/\($0) is not described" }
        }
        return found
    }

    /// Names of all members that a schema speaks of; nil when it speaks of all.
    private func known(by schema: JSONValue) -> Set<String>? {
        if let reference = schema["$ref"]?.stringValue { return target(of: reference).flatMap(known) }
        // Each alternative is checked by itself.
        if schema["anyOf"] != nil { return nil }
        if let additional = schema["additionalProperties"], additional != .bool(false) { return nil }
        if let parts = schema["allOf"]?.arrayValue {
            var names: Set<String> = []
            for part in parts {
                guard let some = known(by: part) else { return nil }
                names.formUnion(some)
            }
            return names
        }
        return schema["properties"]?.objectValue.map { Set($0.names) }
    }

    private func own(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            return target(of: reference).map { own(value, $0, at: place) } ?? ["\(reference) is not there"]
        }
        if let parts = schema["allOf"]?.arrayValue { return parts.flatMap { own(value, $0, at: place) } }
        if let parts = schema["anyOf"]?.arrayValue {
            let all = parts.map { complaints(of: value, $0, at: place) }
            return all.contains(where: \.isEmpty) ? [] : ["\(place) fits none: \(all.map { $0.first ?? "" })"]
        }
        if let type = schema["type"], !types(type).contains(where: { fits(value, $0) }) {
            return ["\(place) is \(value) and not \(types(type))"]
        }
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(value) { return ["\(place) is \(value)"] }
        switch value {
        case .object(let members): return object(members, schema, at: place)
        case .array(let elements):
            if let most = schema["maxItems"]?.numberValue?.integer, elements.count > most {
                return ["\(place) is long"]
            }
            if let least = schema["minItems"]?.numberValue?.integer, elements.count < least {
                return ["\(place) is short"]
            }
            guard let items = schema["items"] else { return [] }
            return elements.enumerated().flatMap { complaints(of: $1, items, at: "\(place)/\($0)") }
        case .string(let text): return fits(text, schema) ? [] : ["\(place) is \(text)"]
        case .number(let number):
            let isWithin =
                (schema["minimum"]?.numberValue).map { $0.double <= number.double } ?? true
                && (schema["maximum"]?.numberValue).map { $0.double >= number.double } ?? true
            return isWithin ? [] : ["\(place) is \(number.literal)"]
        case .null, .bool: return []
        }
    }

    private func object(_ members: JSONObject, _ schema: JSONValue, at place: String) -> [String] {
        var found = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { !members.contains($0) }
            .map { "\(place)/\($0) is missing" }
        let properties = schema["properties"]?.objectValue ?? [:]
        let additional = schema["additionalProperties"]
        for (name, member) in members {
            if let property = properties[name] ?? (additional?.objectValue == nil ? nil : additional) {
                found += complaints(of: member, property, at: "\(place)/\(name)")
            } else if additional == .bool(false) {
                found.append("\(place)/\(name) is not allowed")
            }
        }
        return found
    }

    private func types(_ type: JSONValue) -> [String] {
        type.stringValue.map { [$0] } ?? (type.arrayValue ?? []).compactMap(\.stringValue)
    }

    private func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number(let number): type == "number" || type == "integer" && number.integer != nil
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }

    private func fits(_ text: String, _ schema: JSONValue) -> Bool {
        let isFormed =
            switch schema["format"]?.stringValue {
            case "uuid": UUID(uuidString: text) != nil
            case "date-time": RFC3339.parse(text) != nil
            case "date": text.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil
            default: true
            }
        let pattern = schema["pattern"]?.stringValue.flatMap { try? Regex($0) }
        return isFormed && pattern.map { text.firstMatch(of: $0) != nil } ?? true
            && (schema["maxLength"]?.numberValue?.integer).map { text.unicodeScalars.count <= $0 } ?? true
            && (schema["minLength"]?.numberValue?.integer).map { text.unicodeScalars.count >= $0 } ?? true
    }
}
