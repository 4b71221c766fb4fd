// A default export is what this file is a case of.
// oxlint-disable-next-line import/no-default-export
export default () => 'default';
