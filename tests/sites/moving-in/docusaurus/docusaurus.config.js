module.exports = {
  title: 'Of Docusaurus',
};
