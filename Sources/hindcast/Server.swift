import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastNet
import HindcastStore
import HindcastStoreSQLite

/// The running house: opened from the store upwards, closed from the doors downwards.
struct Server {
    private let house: House
    private let doors: Doors

    /// Serves until the process is asked to stop.
    /// - Returns: the exit code: 0 stopped in order, 1 a door could not be opened, 3 the folder cannot be used.
    static func run(_ options: ServeOptions, console: Console) async -> Int32 {
        let stop = Interruption.shared
        do {
            let server = try await Server(options)
            console.write(server.doors.greeting)
            let heartbeat = Task { await server.house.live.run() }
            await stop.wait()
            heartbeat.cancel()
            await server.close()
            return 0
        } catch let error as StoreError {
            console.writeError("hindcast: \(error.sentence)\n")
            return 3
        } catch let error as ModelError {
            console.writeError("hindcast: \(error.sentence)\n")
            return 1
        } catch {
            console.writeError("hindcast: \(error)\n")
            return 1
        }
    }

    private init(_ options: ServeOptions) async throws {
        house = try House(options)
        do {
            let products = Products(house, options)
            let router = try Router(routes: products.routes, middleware: [AccessMiddleware(house.access)])
            doors = try await Doors.open(options, router: router, methods: products.methods)
        } catch {
            await house.close()
            throw error
        }
        await house.learning.start()
        house.store.announce(url: doors.url)
    }

    private func close() async {
        house.live.close()
        await doors.close()
        await house.close()
    }
}
