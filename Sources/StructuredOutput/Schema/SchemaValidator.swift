import JSON

/// Compares a value with its schema, within bounds: of depth, of work and of what is reported.
struct SchemaValidator {
    private static let mostViolations = 20
    private static let maximumDepth = 256
    /// Comparisons of a value with a schema; a quiz of 50 questions takes some hundreds.
    private static let mostSteps = 200_000

    let definitions: [String: SchemaNode]
    private var violations: [SchemaViolation] = []
    private var steps = 0
    /// Then nothing that was passed over is taken for right.
    private var isExhausted = false

    init(definitions: [String: SchemaNode]) { self.definitions = definitions }

    /// - Returns: what is wrong with the whole value.
    mutating func check(_ value: JSONValue, _ root: SchemaNode) -> [SchemaViolation] {
        validate(value, root, at: JSONPointer(), depth: 0)
        guard isExhausted else { return violations }
        return [SchemaViolation(pointer: "", message: "is nested too deeply or too large to be checked")]
    }

    private mutating func validate(_ value: JSONValue, _ node: SchemaNode, at place: JSONPointer, depth: Int) {
        guard violations.count < Self.mostViolations, !isExhausted else { return }
        steps += 1
        guard depth <= Self.maximumDepth, steps <= Self.mostSteps else { return isExhausted = true }
        if let name = node.reference, let target = definitions[name] {
            validate(value, target, at: place, depth: depth + 1)
        }
        if !node.types.isEmpty, !node.types.contains(where: { $0.contains(value) }) {
            return report(place, "must be \(node.types.map(\.article).joined(separator: " or "))")
        }
        for allowed in node.allowed {
            let text = CanonicalJSON.text(of: value)
            if !allowed.contains(where: { CanonicalJSON.text(of: $0) == text }) {
                let names = allowed.prefix(20).map { String(decoding: $0.serialized(), as: UTF8.self) }
                report(place, "must be \(allowed.count == 1 ? "" : "one of ")\(names.joined(separator: ", "))")
            }
        }
        switch value {
        case .object(let members): validate(members, node, at: place, depth)
        case .array(let elements): validate(elements, node, at: place, depth)
        case .string(let text): validate(text, node, at: place)
        case .number(let number): validate(number, node, at: place)
        case .null, .bool: break
        }
        if !node.anyOf.isEmpty { validateAlternatives(value, node.anyOf, isOne: false, at: place, depth) }
        if !node.oneOf.isEmpty { validateAlternatives(value, node.oneOf, isOne: true, at: place, depth) }
    }

    private mutating func report(_ place: JSONPointer, _ message: String) {
        guard violations.count < Self.mostViolations else { return }
        violations.append(SchemaViolation(pointer: place.text, message: message))
    }

    private mutating func validate(_ members: JSONObject, _ node: SchemaNode, at place: JSONPointer, _ depth: Int) {
        for name in node.required where !members.contains(name) { report(place.member(name), "is required") }
        for (name, schema) in node.properties {
            if let value = members[name] { validate(value, schema, at: place.member(name), depth: depth + 1) }
        }
        guard let additional = node.additional else { return }
        let known = JSONObject(names: node.properties.map(\.name))
        for (name, value) in members where !known.contains(name) {
            if let schema = additional.first {
                validate(value, schema, at: place.member(name), depth: depth + 1)
            } else {
                report(place.member(name), "is not expected here: leave it out")
            }
        }
    }

    private mutating func validate(_ elements: [JSONValue], _ node: SchemaNode, at place: JSONPointer, _ depth: Int) {
        if !node.itemCount.contains(elements.count) {
            report(place, "must have \(Self.words(node.itemCount)) elements, has \(elements.count)")
        }
        if node.isUnique {
            var seen: Set<[UInt8]> = []
            for (index, element) in elements.enumerated()
            where !seen.insert(CanonicalJSON.text(of: element)).inserted {
                report(place.element(index), "is there twice")
            }
        }
        guard let schema = node.items.first else { return }
        for (index, element) in elements.enumerated() where violations.count < Self.mostViolations {
            validate(element, schema, at: place.element(index), depth: depth + 1)
        }
    }

    private mutating func validate(_ text: String, _ node: SchemaNode, at place: JSONPointer) {
        guard node.length != 0...Int.max else { return }
        // Code points, as the specification counts (JSON Schema Validation, section 6.3).
        let length = text.unicodeScalars.count
        if !node.length.contains(length) {
            report(place, "must have \(Self.words(node.length)) characters, has \(length)")
        }
    }

    private mutating func validate(_ number: JSONNumber, _ node: SchemaNode, at place: JSONPointer) {
        let value = ExactNumber(number)
        if let bound = node.minimum, value < ExactNumber(bound) { report(place, "must be at least \(bound.literal)") }
        if let bound = node.maximum, ExactNumber(bound) < value { report(place, "must be at most \(bound.literal)") }
        if let bound = node.exclusiveMinimum, !(ExactNumber(bound) < value) {
            report(place, "must be above \(bound.literal)")
        }
        if let bound = node.exclusiveMaximum, !(value < ExactNumber(bound)) {
            report(place, "must be below \(bound.literal)")
        }
        if let unit = node.multipleOf, !value.isMultiple(of: ExactNumber(unit)) {
            report(place, "must be a multiple of \(unit.literal)")
        }
    }

    /// What is reported is what is wrong with the form that comes nearest: the model meant that one.
    private mutating func validateAlternatives(
        _ value: JSONValue, _ nodes: [SchemaNode], isOne: Bool, at place: JSONPointer, _ depth: Int
    ) {
        var nearest: [SchemaViolation]?
        var fitting = 0
        for node in nodes {
            var other = self
            other.violations = []
            other.validate(value, node, at: place, depth: depth + 1)
            (steps, isExhausted) = (other.steps, other.isExhausted)
            guard !isExhausted else { return }
            if other.violations.isEmpty { fitting += 1 }
            if other.violations.count < nearest?.count ?? .max { nearest = other.violations }
        }
        if isOne, fitting > 1 { return report(place, "must fit exactly one of the allowed forms, fits \(fitting)") }
        guard fitting == 0 else { return }
        for violation in nearest ?? [] where violations.count < Self.mostViolations { violations.append(violation) }
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        if range.upperBound == .max { return "at least \(range.lowerBound)" }
        if range.lowerBound == 0 { return "at most \(range.upperBound)" }
        return range.count == 1 ? "exactly \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

extension JSONType {
    fileprivate var article: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONObject {
    /// For looking names up by their bytes.
    fileprivate init(names: [String]) {
        self.init()
        for name in names { self[name] = .null }
    }
}
