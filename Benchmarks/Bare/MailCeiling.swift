internal import CLibcurl
import Glibc

/// The same message again and again by libcurl, a kept connection a thread, with nothing around it.
package struct MailCeiling {
    package let port: UInt16
    package let data: [UInt8]

    package init(port: UInt16, data: [UInt8]) {
        self.port = port
        self.data = data
    }

    package func run(messages: Int, threads: Int) async throws -> Duration {
        _ = flotilla_curl_global_init()
        let started = ContinuousClock.now
        _ = try await Threads.run(threads) { number in
            try send(messages / threads + (number < messages % threads ? 1 : 0))
        }
        return .now - started
    }

    private final class Reading {
        let data: [UInt8]
        var offset = 0

        init(_ data: [UInt8]) { self.data = data }
    }

    private func send(_ count: Int) throws {
        guard let easy = curl_easy_init() else { throw BareError("libcurl does not start") }
        let reading = Reading(data)
        let recipients = curl_slist_append(nil, "ada@sink.test")
        defer {
            shutdown(flotilla_curl_info_socket(easy), Int32(SHUT_RD))
            curl_easy_cleanup(easy)
            curl_slist_free_all(recipients)
        }
        _ = flotilla_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = flotilla_curl_set_long(easy, CURLOPT_UPLOAD, 1)
        _ = flotilla_curl_set_string(easy, CURLOPT_URL, "smtp://127.0.0.1:\(port)/bench")
        _ = flotilla_curl_set_string(easy, CURLOPT_MAIL_FROM, "fleet@sink.test")
        _ = flotilla_curl_set_list(easy, CURLOPT_MAIL_RCPT, recipients)
        _ = flotilla_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(data.count))
        _ = flotilla_curl_set_pointer(easy, CURLOPT_READDATA, Unmanaged.passUnretained(reading).toOpaque())
        _ = flotilla_curl_set_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let reading = Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue()
            let length = min(size * count, reading.data.count - reading.offset)
            reading.data.withUnsafeBytes { data in
                UnsafeMutableRawBufferPointer(start: bytes, count: length)
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: data[reading.offset..<(reading.offset + length)]))
            }
            reading.offset += length
            return length
        }
        for _ in 0..<count {
            reading.offset = 0
            guard curl_easy_perform(easy) == CURLE_OK else { throw BareError("the mail sink refused a message") }
        }
    }
}
