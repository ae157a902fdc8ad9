import { expect, test } from 'vitest'
import { plain } from './plain'

test.each([
  ['市区井水水源地一级保护区（示意）', '市区井水水源地一级保护区'],
  ['沁水县（示意轮廓）', '沁水县'],
  ['Karst spring domains (illustrative)', 'Karst spring domains'],
  ['地下水禁采区（岩溶）', '地下水禁采区（岩溶）'],
  ['（示意）水源', '（示意）水源'],
])('%s', (name, want) => expect(plain(name)).toBe(want))
