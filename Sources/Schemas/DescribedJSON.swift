public import JSON

/// A type whose values become another JSON than their stored properties would: it describes that itself.
public protocol DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema
}

extension Link: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .string(format: "uri-reference")
    }
}

extension RawJSON: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .anything }
}

extension JSONValue: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .anything }
}

extension JSONObject: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema { .object }
}

extension NamedMembers: DescribedJSON {
    public static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .map(of: definitions.schema(of: Value.self))
    }
}
