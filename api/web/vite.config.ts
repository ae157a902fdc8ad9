import { defineConfig } from 'vite'

// The page lies at /map/, the API one level above it. Relative addresses keep
// both working behind a proxy that adds a prefix.
export default defineConfig({
  base: './',
  // Emptying dist would drop its .gitkeep; public/ holds a copy that comes back.
  build: {
    target: 'es2022',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500, // kB; MapLibre alone is 900
    license: { fileName: 'licences.txt' },
  },
  worker: { format: 'es' },
  server: { proxy: { '^/(collections|screenings|reports|rules)': 'http://127.0.0.1:8080' } },
})
