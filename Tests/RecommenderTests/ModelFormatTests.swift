import Testing

@testable import Recommender

@Suite("The bytes of a model")
struct ModelFormatTests {
    /// With the checksum of what it holds.
    private static func sealed(_ body: some Sequence<UInt8>) -> [UInt8] {
        let body = Array(body)
        let sum = CRC32.checksum(body)
        return body + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    @Test("what is written is what is read", arguments: [true, false])
    func roundTrip(_ hasVectors: Bool) throws {
        let model =
            hasVectors
            ? Samples.model(users: ["", "é日本"], items: ["a", "b", "c"])
            : Samples.model(users: [], items: ["a", "b"], popularity: [.max, 0], vectors: [])
        #expect(try TrainedModel(decoding: model.encoded()) == model)
    }

    @Test("version 1 is these bytes")
    func layout() throws {
        let bytes = try Samples.model(users: [], items: ["ab"], popularity: [258], vectors: []).encoded()
        let body: [UInt8] =
            Array("FLRM".utf8) + [1, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
            + [8, 0] + Array("lightgcn".utf8) + [0, 0, 0, 0, 0, 0, 0xD0, 0x3F, 0, 0, 0, 0, 0, 0, 0xC0, 0x3F]
            + [2, 0] + Array("ab".utf8) + [2, 1, 0, 0]
        #expect(bytes == Self.sealed(body))
        #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
        // A user's vector begins with 1.0, after the popularity of three items.
        let vectors = try Samples.model().encoded().suffix(5 * 256 + 4)
        #expect(Array(vectors.prefix(8)) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0])
    }

    @Test("no part of a model is one, and no flipped bit goes unseen")
    func damage() throws {
        let bytes = try Samples.model().encoded()
        for length in 0..<bytes.count {
            #expect(throws: ModelFormatError.self) { try TrainedModel(decoding: Array(bytes.prefix(length))) }
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(throws: ModelFormatError.self) { try TrainedModel(decoding: changed) }
        }
        #expect(throws: ModelFormatError.self) { try TrainedModel(decoding: bytes + [0]) }
    }

    @Test("foreign bytes with a right checksum are refused or read, and never trap")
    func foreign() throws {
        let body = try Samples.model().encoded().dropLast(4)
        for length in 8..<body.count {
            #expect(throws: ModelFormatError.self) { try TrainedModel(decoding: Self.sealed(body.prefix(length))) }
        }
        #expect(throws: ModelFormatError.malformed("more follows")) {
            try TrainedModel(decoding: Self.sealed(body + [0]))
        }
        var generator = SplitMix64(seed: 5)
        for round in 0..<300 {
            var changed = Array(body)
            for _ in 0..<(1 + round % 3) {
                changed[8 + generator.next(below: round % 2 == 0 ? 80 : changed.count - 8)] = UInt8(
                    generator.next() >> 56)
            }
            guard let model = try? TrainedModel(decoding: Self.sealed(changed)) else { continue }
            for user in model.users + ["eve"] { _ = model.recommend(user: user, limit: 5) }
            #expect(try TrainedModel(decoding: model.encoded()) == model)
        }
    }

    @Test("each lie is named")
    func lies() throws {
        let bytes = try Samples.model().encoded()
        func refusal(_ change: (inout [UInt8]) -> Void) -> ModelFormatError? {
            var body = Array(bytes.dropLast(4))
            change(&body)
            do throws(ModelFormatError) {
                _ = try TrainedModel(decoding: Self.sealed(body))
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal { $0[0] = 0 } == .notAModel)
        #expect(refusal { $0[4] = 2 } == .unknownVersion(2))
        #expect(refusal { $0[8] = 32 } == .malformed("its vectors have another dimension"))
        // Four thousand million users.
        #expect(
            refusal { $0.replaceSubrange(12..<16, with: [255, 255, 255, 255]) }
                == .malformed("4294967295 things are announced, but it ends before"))
        #expect(refusal { $0[12] = 200 } == .malformed("it ends before its vectors"))
        #expect(refusal { $0[24] = 2 } == .malformed("users without vectors"))
        #expect(refusal { $0[24] = 0 } == .malformed("users without vectors"))
        // Names in the wrong order: bob before ada.
        let ada = 25 + 2 + 8 + 16 + 2
        #expect(refusal { $0[ada] = UInt8(ascii: "z") } == .malformed("its ids are not in order"))
        #expect(refusal { $0[ada] = 0xFF } == .malformed("a text is not UTF-8"))
        // Not a number, in the last vector.
        #expect(
            refusal { $0.replaceSubrange(($0.count - 4)..., with: [0, 0, 0xC0, 0x7F]) }
                == .malformed("a number is not finite"))
        #expect(refusal { $0[25 + 2 + 8 + 7] = 0x7F } == .malformed("a figure is not from 0 to 1"))
        #expect(throws: ModelFormatError.tooLarge(bytes.count, allowed: 100)) {
            try TrainedModel(decoding: bytes, atMost: 100)
        }
    }

    @Test("an id that is too long is refused when it is written")
    func longID() {
        let model = Samples.model(
            users: [], items: [String(repeating: "x", count: 65_536)], popularity: [1], vectors: [])
        #expect(throws: ModelFormatError.self) { try model.encoded() }
    }
}
