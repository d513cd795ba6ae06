import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import ExplainRequest from './explain/explain-request.vue'
import HallpassLayout from './hallpass-layout.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: HallpassLayout,
  enhanceApp: ({ app }) => {
    app.component('ExplainRequest', ExplainRequest)
  },
} satisfies Theme
