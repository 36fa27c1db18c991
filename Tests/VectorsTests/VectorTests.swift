import Testing
import Vectors

@Suite("Vectors of texts")
struct VectorTests {
    @Test("a normalised vector has length 1 and the same direction, however large or small it is")
    func normalized() throws {
        for scale: Float in [1, 1e30, 1e-30, 4e37] {
            let vector = try #require(Vector.normalized([3 * scale, 0, -4 * scale]))
            #expect(abs(vector[0] - 0.6) < 1e-6 && vector[1] == 0 && abs(vector[2] + 0.8) < 1e-6, "\(scale)")
        }
    }

    @Test(
        "what has no direction is none",
        arguments: [[], [0, 0], [1, .nan], [.infinity, 1], [-.infinity, .infinity]] as [[Float]])
    func noDirection(_ vector: [Float]) {
        #expect(Vector.normalized(vector) == nil)
        #expect(throws: VectorError.noDirection) { try VectorSearch(vector, limit: 1) }
    }

    @Test("bytes are little-endian Float32, and come back as they went")
    func bytes() throws {
        #expect(Vector.bytes(of: [1, -2]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        let vector: [Float] = [0.1, -.leastNonzeroMagnitude, 3e38, 0]
        #expect(try Vector.vector(of: Vector.bytes(of: vector), dimension: 4) == vector)
        #expect(Vector.bytes(of: []).isEmpty)
    }

    @Test("bytes of another length than the dimension's are refused", arguments: [0, 1, 7, 9, 12])
    func wrongLength(_ count: Int) {
        #expect(throws: VectorError.wrongLength(bytes: count, dimension: 2)) {
            try Vector.vector(of: [UInt8](repeating: 0, count: count), dimension: 2)
        }
        #expect(throws: VectorError.wrongLength(bytes: 0, dimension: 0)) { try Vector.vector(of: [], dimension: 0) }
        #expect(throws: VectorError.wrongLength(bytes: 8, dimension: -2)) {
            try Vector.vector(of: [UInt8](repeating: 0, count: 8), dimension: -2)
        }
    }
}
