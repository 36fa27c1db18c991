import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Outages {
    @Suite("A Redis whose clock is wrong", .serialized) struct RedisClocks {
        @Test(
            "jobs run when PostgreSQL's clock says so, rates hold and running jobs stay their workers'",
            arguments: [45, -45])
        func shifted(seconds: Int) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "clock-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let fleet = try await Fleet.start(
                .init(
                    environment: ["FLOTILLA_BENCH": "1", "LEASE": "3s"],
                    redis: .init(environment: ["LD_PRELOAD": try Self.library(shiftedBy: seconds, in: folder)])))
            try await fleet.startAPI()
            _ = try await fleet.start("enqueuer")
            _ = try await fleet.startWorker("BenchWorker")
            let admin = try await fleet.user(role: "admin")
            // Longer than a lease: it is extended by a clock that shows something else.
            let long = try await admin.job("bench.sleep", ["ms": 4500], ["priority": 0])

            let row = try #require(try await fleet.database.query("select clock_timestamp()").rows.first)
            let due = try row.decode(0, as: Date.self) + 2
            let text = due.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            let id = try await admin.job("bench.noop", [:], ["run_at": .string(text)])
            #expect(try await admin.settled(id)["status"] == "succeeded")
            let late = try await fleet.count(
                "select (extract(epoch from started_at - \(due)) * 1000)::bigint from jobs where id = \(id)::uuid")
            print("figure: Redis \(seconds) s from PostgreSQL: a job due in 2 s began \(late) ms after its time")
            #expect(late >= 0 && late < 1500)

            let rate: JSON = ["kinds": ["bench.noop": ["starts": ["per_second": 5, "burst": 1]]]]
            #expect(try await admin.send("PATCH", "/queues/bench", body: rate.bytes).status == 200)
            try await Task.sleep(for: .seconds(1))
            var ids: [String] = []
            for _ in 0..<8 { ids.append(try await admin.job("bench.noop")) }
            for id in ids { #expect(try await admin.settled(id)["status"] == "succeeded") }
            let numbers = ids.compactMap(UUID.init(uuidString:))
            let spread = try await fleet.count(
                "select (extract(epoch from max(started_at) - min(started_at)) * 1000)::bigint from jobs where id = any(\(numbers))"
            )
            #expect((1000...5000).contains(spread), "\(spread) ms")

            let job = try await admin.settled(long)
            #expect(job["status"] == "succeeded" && job["attempt"] == 1, "\(job)")
            #expect(try await fleet.anybody.get("/readyz")["status"] == "ready")
            await fleet.stop()
        }

        /// Moves the wall clock of a process, and nothing else. libfaketime hangs in Redis, whose allocator asks for the time.
        private static let source = """
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>
            int clock_gettime(clockid_t clock, struct timespec *time) {
                int result = syscall(SYS_clock_gettime, clock, time);
                if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) time->tv_sec += SHIFT;
                return result;
            }
            int gettimeofday(struct timeval *restrict value, void *restrict zone) {
                (void)zone;
                struct timespec time;
                int result = clock_gettime(CLOCK_REALTIME, &time);
                value->tv_sec = time.tv_sec;
                value->tv_usec = time.tv_nsec / 1000;
                return result;
            }
            time_t time(time_t *place) {
                struct timespec now;
                clock_gettime(CLOCK_REALTIME, &now);
                if (place) *place = now.tv_sec;
                return now.tv_sec;
            }
            """

        private static func library(shiftedBy seconds: Int, in folder: URL) throws -> String {
            let (code, library) = (folder.appending(path: "clock.c"), folder.appending(path: "clock.so"))
            try Data(source.utf8).write(to: code)
            let compiler = Process()
            compiler.executableURL = URL(filePath: "/usr/bin/env")
            compiler.arguments = [
                "cc", "-shared", "-fPIC", "-DSHIFT=\(seconds)", "-o", library.path, code.path,
            ]
            try compiler.run()
            compiler.waitUntilExit()
            try #require(compiler.terminationStatus == 0)
            return library.path
        }
    }
}
