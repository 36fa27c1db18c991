internal import Foundation
internal import JSON

/// Schemas of the types whose values `JSONCoding` writes, each structure once and under a name of its own, by which others
/// refer to it (`#/components/schemas/…`).
///
/// A schema follows from the type: its stored properties, as the synthesized `encode(to:)` writes them. A type with an
/// `encode(to:)` or names of its own is `DescribedJSON`.
public struct SchemaDefinitions: Sendable {
    public static let place = "#/components/schemas/"

    private var names: [ObjectIdentifier: String] = [:]
    private var schemas: [String: Schema] = [:]

    public init() {}

    /// By name, sorted.
    public var all: [(name: String, schema: Schema)] {
        schemas.sorted { $0.key < $1.key }.map { (name: $0.key, schema: $0.value) }
    }

    public mutating func schema(of type: Any.Type) -> Schema {
        if let known = Self.plain(type) { return known }
        switch type {
        case let type as any OptionalType.Type: return schema(of: type.wrapped).orNull
        case let type as any ListType.Type: return .array(of: schema(of: type.element))
        case let type as any NamedListType.Type: return .map(of: schema(of: type.element))
        case let type as any DescribedJSON.Type: return named(type) { type.schema(in: &$0) }
        case let type as any RawRepresentable.Type: return Self.choice(type) ?? schema(of: Self.raw(type))
        default: return named(type) { $0.object(of: type) }
        }
    }

    /// The members that the stored properties of a structure become.
    /// - Parameters:
    ///   - names: of members that are called otherwise than `JSONCoding` would, by property.
    ///   - omitted: properties that are no member.
    ///   - optional: names of members that are left out at times.
    public mutating func object(
        of type: Any.Type, named names: [String: String] = [:], omitting omitted: Set<String> = [],
        optional: Set<String> = []
    ) -> Schema {
        var properties: [(name: String, schema: Schema)] = []
        var required: [String] = []
        for property in StoredProperties.of(type) where !omitted.contains(property.name) {
            let name = names[property.name] ?? JSONCoding.snakeCase(property.name)
            if let omitted = property.type as? any OmittedType.Type {
                properties.append((name, schema(of: omitted.wrapped)))
            } else {
                properties.append((name, schema(of: property.type)))
                if !optional.contains(name) { required.append(name) }
            }
        }
        return .object(properties, required: required)
    }

    private mutating func named(
        _ type: Any.Type, _ make: (inout SchemaDefinitions) -> Schema
    ) -> Schema {
        guard let name = names[ObjectIdentifier(type)] ?? free(Self.name(of: type)) else { return make(&self) }
        if names.updateValue(name, forKey: ObjectIdentifier(type)) == nil {
            // It may refer to itself.
            schemas[name] = .anything
            schemas[name] = make(&self)
        }
        guard let schema = schemas[name] else { return .anything }
        // What has no members of its own has no need of a name.
        if !schema.members.contains("properties"), !schema.members.contains("allOf"), !schema.members.contains("$ref") {
            schemas[name] = nil
            names[ObjectIdentifier(type)] = nil
            return schema
        }
        return Schema(["$ref": .string(Self.place + name)])
    }

    private func free(_ name: String?) -> String? {
        guard let name, schemas[name] == nil else { return nil }
        return name
    }

    /// `API.JobView.Attempt` is `JobAttempt`; nil for a generic type, which has no name that readers would know.
    private static func name(of type: Any.Type) -> String? {
        let full = String(reflecting: type)
        guard !full.contains("<") else { return nil }
        let parts = full.split(separator: ".").dropFirst().filter {
            !$0.contains("(") && !$0.contains(" ") && !$0.contains(")")
        }
        let name = parts.map { $0.hasSuffix("View") && $0.count > 4 ? $0.dropLast(4) : $0 }.joined()
        return name.isEmpty ? nil : name
    }

    private static func plain(_ type: Any.Type) -> Schema? {
        switch type {
        case is String.Type: .string
        case is Bool.Type: .boolean
        case is any FixedWidthInteger.Type: .integer
        case is any BinaryFloatingPoint.Type: .number
        case is Date.Type: .date
        case is UUID.Type: .uuid
        default: nil
        }
    }

    private static func raw<Value: RawRepresentable>(_ type: Value.Type) -> Any.Type { Value.RawValue.self }

    private static func choice(_ type: any RawRepresentable.Type) -> Schema? {
        guard let type = type as? any CaseIterable.Type else { return nil }
        let names = words(of: type)
        return names.isEmpty ? nil : .choice(names)
    }

    private static func words<Value: CaseIterable>(of type: Value.Type) -> [String] {
        Value.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    }
}

private protocol OptionalType { static var wrapped: Any.Type { get } }
extension Optional: OptionalType { static var wrapped: Any.Type { Wrapped.self } }

private protocol ListType { static var element: Any.Type { get } }
extension Array: ListType { static var element: Any.Type { Element.self } }
extension Set: ListType { static var element: Any.Type { Element.self } }

private protocol NamedListType { static var element: Any.Type { get } }
extension Dictionary: NamedListType { static var element: Any.Type { Value.self } }

private protocol OmittedType { static var wrapped: Any.Type { get } }
extension OmittedWhenNil: OmittedType { static var wrapped: Any.Type { Value.self } }
