public import JSON

extension JSONCoding {
    /// - Throws: `Problem`: 400 with the place for what is no JSON, 422 with a pointer for what does not fit the type.
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(Problem) -> T {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw .badRequest("The body is not JSON: \(error).")
        }
        return try decode(type, from: document)
    }

    /// - Throws: `Problem` 422 with a pointer for what does not fit the type.
    public static func decode<T: Decodable>(_ type: T.Type, from document: JSONValue) throws(Problem) -> T {
        do {
            return try document.decoded(type)
        } catch let error as any HTTPResponseError {
            throw error.problem
        } catch let error as DecodingError {
            let (pointer, message) = error.place
            throw .invalid([Problem.FieldError(pointer: pointer, message: message)])
        } catch {
            throw .invalid([Problem.FieldError(pointer: "", message: "is not valid")])
        }
    }
}
