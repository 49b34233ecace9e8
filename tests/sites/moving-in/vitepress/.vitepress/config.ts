export default defineConfig({
  title: 'Of VitePress',
  srcExclude: ['content/held/*.md'],
})
