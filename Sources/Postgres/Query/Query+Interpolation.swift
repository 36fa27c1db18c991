extension Query: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(unescaped: value)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.query
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var query = Query(unescaped: "")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            query.append(text: literal)
        }

        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            query.append(value: value)
        }

        /// Of its own, since the compiler warns of optionals that fall into a generic interpolation.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            query.append(value: value)
        }

        public mutating func appendInterpolation(_ query: Query) {
            self.query.append(query: query)
        }

        /// Splices text into the statement as it is. Only for names that the program itself chose.
        public mutating func appendInterpolation(unescaped text: String) {
            query.append(text: text)
        }
    }
}
